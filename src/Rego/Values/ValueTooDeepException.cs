namespace Bouncer.Rego.Values;

/// <summary>A value would nest deeper than <see cref="RegoValue.MaxDepth"/>. A limit, like time and steps: the host reports it as such.</summary>
public sealed class ValueTooDeepException : Exception
{
    /// <summary>Says what the limit is.</summary>
    public ValueTooDeepException()
        : base($"value nests deeper than {RegoValue.MaxDepth} levels")
    {
    }

    /// <summary>The depth of a value whose deepest part has a depth.</summary>
    internal static int Around(int depth) => depth < RegoValue.MaxDepth ? depth + 1 : throw new ValueTooDeepException();
}
