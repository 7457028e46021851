# Thin: what happens stands in tools/ and CMakePresets.json.
.DEFAULT_GOAL := help
.PHONY: help setup build run test check fmt bench fuzz times tidy-deep clean
MAKEFLAGS += --no-print-directory
DATA ?= newsroom

help: ## This list.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: ## Installs what the build needs (Debian packages, tools of ui/).
	@echo "setup: what the build needs"
	@tools/setup.sh build

build: setup ## Builds the release program, build/release/masthead.
	@echo "build: the release program, build/release/masthead"
	@tools/build.sh release masthead

run: build ## Serves a newsroom with demonstration content at http://127.0.0.1:8080.
	@echo "run: a newsroom with demonstration content in $(DATA)/"
	@build/release/masthead demo --if-empty --data $(DATA)
	@exec build/release/masthead serve --data $(DATA) --listen 127.0.0.1:8080

test: ## Builds and runs all tests.
	@echo "test: all tests, in the development build"
	@tools/setup.sh build test
	@tools/build.sh dev all-tests
	@tools/run_tests.sh build/dev

check: ## All that must hold before a change goes in; what CI runs.
	@echo "check: everything that CI asks for"
	@tools/check.sh

fmt: ## Formats the C++ sources.
	@echo "fmt: clang-format over src, tests, fuzz and benchmarks"
	@tools/setup.sh format
	@find src tests fuzz benchmarks -name '*.[ch]pp' -print0 | xargs -0 -r clang-format -i

bench: ## Measures what docs/performance.md promises.
	@echo "bench: the figures of docs/performance.md, measured here"
	@tools/setup.sh build bench
	@tools/build.sh release masthead benchmarks
	@tools/bench.sh

fuzz: ## Feeds each parser damaged input for a minute (FUZZ_SECONDS=60).
	@echo "fuzz: each program of fuzz/ for $${FUZZ_SECONDS:-60} seconds"
	@tools/setup.sh build fuzz
	@tools/fuzz.sh

times: setup ## Times a full build and the rebuild after a change to one file.
	@echo "times: a full release build without cache, then one file changed"
	@tools/build_times.sh

tidy-deep: ## clang-tidy over the sources (slow).
	@echo "tidy-deep: clang-tidy with .clang-tidy"
	@tools/setup.sh build format fuzz
	@tools/build.sh clang tests
	@find src -name '*.cpp' -print0 | xargs -0 -n 4 -P "$$(nproc)" clang-tidy --quiet -p build/clang

clean: ## Removes build/; the newsroom's data stays.
	@echo "clean: removing build/"
	@rm -rf build
