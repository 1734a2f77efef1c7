package old

import future.keywords.in

violation[{"msg": msg, "details": {}}] {
	container := input.review.object.spec.containers[_]
	satisfied := [good | repo = input.parameters.repos[_]; good = startswith(container.image, repo)]
	not any(satisfied)
	msg := sprintf("container <%v> has an invalid image", [container.name])
}

p = x { x = 1 } { x = 2 }

q[x] = y { y := [1][x] }

r { 1 in [1] }

if = 1

contains[2]
