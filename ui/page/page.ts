import { open_embeds_on_click } from "./embeds";
import { fold_threads } from "./threads";
import { focus_linked_comment } from "./linked";
import {
  load_following_when_offered,
  load_forum_when_needed,
  load_live_when_near,
  load_passkeys_when_offered,
  load_push_when_offered,
  remember_signing_in,
} from "./later";
import { tell_local_time } from "./times";

open_embeds_on_click();
tell_local_time();
fold_threads();
document.addEventListener("masthead:drawn", fold_threads); // what the live script has put in
focus_linked_comment();
load_forum_when_needed();
load_live_when_near();
load_passkeys_when_offered();
load_following_when_offered();
load_push_when_offered();
remember_signing_in();
