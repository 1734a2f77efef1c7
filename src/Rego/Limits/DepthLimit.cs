using System.Globalization;

namespace Bouncer.Rego.Limits;

/// <summary>
/// How deep calls, comprehensions and enumerations may nest. Rules cannot call themselves, so that a policy's text bounds the depth;
/// but a long text may nest deeper than the thread's stack, and running out of it would end the process. For that the real stack is
/// looked at as well.
/// </summary>
internal sealed class DepthLimit(int max)
{
    public static DepthLimit Default { get; } = new(10_000);

    public int Max { get; } = max;

    /// <summary>Says that the depth, or the stack, is used up.</summary>
    public void Exceeded(int depth)
        => throw new LimitExceededException(depth > Max
            ? string.Create(CultureInfo.InvariantCulture, $"evaluation nests deeper than {Max} levels")
            : string.Create(CultureInfo.InvariantCulture, $"evaluation nests too deep for the thread's stack, at {depth} levels"));
}
