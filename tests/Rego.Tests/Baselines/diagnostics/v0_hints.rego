package broken

p {
	some x in [1]
}
