namespace Bouncer.Rego.Compiling.Checked;

/// <summary>
/// A variable of one rule or query: an argument, a declared or implied local, or one that the compiler made. One object a variable,
/// compared by reference; nothing is shadowed any more.
/// </summary>
/// <param name="id">A number from 0, dense within its rule (with its else branches and all comprehensions in it): its slot in a frame.</param>
/// <param name="name">What it was called in the source, for traces and coverage; of a generated one a name of the compiler's.</param>
/// <param name="kind">Where it comes from.</param>
internal sealed class LocalVariable(int id, string name, LocalVariableKind kind)
{
    public int Id { get; } = id;

    public string Name { get; } = name;

    public LocalVariableKind Kind { get; } = kind;

    public override string ToString() => $"{Name}#{Id}";
}

/// <summary>Where a variable comes from.</summary>
internal enum LocalVariableKind
{
    /// <summary>Written in the source.</summary>
    Written,

    /// <summary>Written as <c>_</c>: nobody reads it.</summary>
    Wildcard,

    /// <summary>Made by a stage of the compiler.</summary>
    Generated,
}
