-- Posts comments for wrk: each from another reader and network, each with words of its own.
-- Environment: SLUG of the story, READERS there are, FIRST number to count from, DELAY_MS between
-- two posts of one connection.
local slug, readers = os.getenv("SLUG"), tonumber(os.getenv("READERS"))
local first = tonumber(os.getenv("FIRST") or "0")
local letters = "abdefgiklmnoprstuv"
local threads = {}

function setup(thread)
    table.insert(threads, thread)
    thread:set("place", #threads)
end

local vocabulary = {}

local function word()
    local out = {}
    for i = 1, math.random(3, 9) do
        local at = math.random(#letters)
        out[i] = letters:sub(at, at)
    end
    return table.concat(out)
end

function init()
    math.randomseed(place * 7919 + first)
    number, made, refused, sample = 0, 0, 0, ""
    -- Made before the clock runs: the machine's cores are the server's.
    for i = 1, 8192 do vocabulary[i] = word() end
end

local pause = tonumber(os.getenv("DELAY_MS") or "0")
if pause > 0 then
    function delay() return pause end
end

function request()
    number = number + 1
    local n = first + number * 4 + place
    local words = {}
    for i = 1, 30 do words[i] = vocabulary[math.random(8192)] end
    local body = "text=" .. table.concat(words, "+") .. "&key=bench-" .. string.format("%020d", n)
    return wrk.format("POST", "/" .. slug .. "/comments/", {
        ["Host"] = wrk.host .. ":" .. wrk.port,
        ["Origin"] = "http://" .. wrk.host .. ":" .. wrk.port,
        ["Cookie"] = "masthead=" .. string.format("%043d", n % readers),
        ["X-Forwarded-For"] = string.format("10.%d.%d.%d", math.floor(n / 65536) % 256,
                                            math.floor(n / 256) % 256, n % 256),
        ["Accept"] = "application/json",
        ["Content-Type"] = "application/x-www-form-urlencoded",
    }, body)
end

function response(status, headers, body)
    if status == 201 and body:find('"visible"', 1, true) then
        made = made + 1
    else
        refused = refused + 1
        if sample == "" then sample = status .. " " .. body:sub(1, 200) end
    end
end

function done(summary, latency)
    local made, refused, sample = 0, 0, ""
    for _, thread in ipairs(threads) do
        made = made + thread:get("made")
        refused = refused + thread:get("refused")
        if sample == "" then sample = thread:get("sample") end
    end
    io.write(string.format("RESULT made=%d refused=%d seconds=%.3f p50_ms=%.2f p99_ms=%.2f sample=%s\n",
        made, refused, summary.duration / 1e6, latency:percentile(50) / 1e3,
        latency:percentile(99) / 1e3, sample))
end
