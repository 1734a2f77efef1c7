using System.Globalization;

namespace Bouncer.Rego.Limits;

/// <summary>
/// How many steps an evaluation may take: elements looked at by enumerations, and calls. The same policy with the same input takes
/// the same number on every machine, which time does not.
/// </summary>
internal sealed class StepLimit(long max)
{
    public static StepLimit None { get; } = new(long.MaxValue);

    public long Max { get; } = max;

    public void Check(long taken)
    {
        if (taken > Max)
        {
            throw new LimitExceededException(string.Create(CultureInfo.InvariantCulture, $"evaluation takes more than {Max} steps"));
        }
    }
}
