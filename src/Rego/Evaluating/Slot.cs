using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary>One variable of a frame. A struct, because a store into an array of an abstract class costs a type check.</summary>
internal struct Slot
{
    public RegoValue? Value;
}
