namespace Bouncer.Rego;

/// <summary>
/// What an evaluation may use up. A limit that is hit is an error with the code <c>eval_limit_error</c>: never true, false or undefined.
/// </summary>
public sealed record RegoLimits
{
    /// <summary>Limits nothing but the depth and what single builtins may make: for policies of one's own.</summary>
    public static RegoLimits None { get; } = new();

    /// <summary>How long the evaluation may take; null (the default) for as long as it wants.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>How many steps (elements that enumerations look at, and calls) it may take; null (the default) for any number.
    /// A microsecond is some 10 to 50 steps.</summary>
    public long? Steps { get; init; }

    /// <summary>How deep calls, comprehensions and enumerations may nest. 10,000 by default; less where the stack is small.</summary>
    public int Depth { get; init; } = 10_000;

    /// <summary>How many members a collection, and how many characters a text, that the evaluation makes may have. 10 million by default.</summary>
    public int CollectionSize { get; init; } = 10_000_000;

    /// <summary>How long matching one regular expression may take. One second by default.</summary>
    public TimeSpan RegexTime { get; init; } = TimeSpan.FromSeconds(1);
}
