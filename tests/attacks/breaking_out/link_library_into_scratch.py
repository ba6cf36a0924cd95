# tries: to give a file it may read a second name in its scratch, where it may write
# stopped by: Landlock: no links across its border
# report: raised
# control: none, because a link to the interpreter's own files must not be tried for real
import json
import os

os.link(json.__file__, "link")
print("@DONE@")
