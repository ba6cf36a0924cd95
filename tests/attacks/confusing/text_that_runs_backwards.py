# tries: to reorder the lines around what it printed
# stopped by: cleaning what is shown
# report: raised
# control: none, because a test has no reader
print("points: \u202e001\u202c \u2066left\u2069 \u200f \u061c \ufeff")
raise ValueError("\u202e001 :stniop\u202c \u2028 \u061c")
