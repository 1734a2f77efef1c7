using Bouncer.Rego.Builtins.Types;

namespace Bouncer.Rego.Compiling.Typing;

/// <summary>The type of a function: no value has it, but a name can stand for one.</summary>
internal sealed record FunctionType(Signature Signature) : RegoType
{
    /// <inheritdoc/>
    public override string ToString() => Signature.ToString();
}
