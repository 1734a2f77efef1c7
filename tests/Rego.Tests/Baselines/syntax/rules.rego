# METADATA
# title: Everything a rule can be
package everything.rules["with-dash"]

import data.lib
import data.other as alias
import input.request

default allow := false

default score(_) := 0

allow if {
	some role in request.roles
	role == "admin"
} else := "maybe" if {
	request.user in alias.users
} else := "no"

score(user) := count(user.roles) * 2 + 1 if user.active

deny contains msg if {
	not allow
	msg := sprintf("%v is not allowed", [request.user])
}

deny contains "nobody" if not request.user

by.name[user.name].roles contains role if {
	some user in lib.users
	some role in user.roles
}

by.id[id] := user if some id, user in lib.users_by_id

f([first, _], {"key": value}) := first + value

g(x) if x > 1

g(x) if {
	every k, v in x {
		k != v
		not v with input.x as k
	}
}

pi := 3.1415
