namespace Bouncer.Rego.Limits;

/// <summary>How long an evaluation may take.</summary>
internal sealed class TimeLimit(TimeProvider clock, TimeSpan max)
{
    private readonly long _start = clock.GetTimestamp();

    public static TimeLimit None { get; } = new(TimeProvider.System, TimeSpan.MaxValue);

    public void Check()
    {
        if (max != TimeSpan.MaxValue && clock.GetElapsedTime(_start) > max)
        {
            throw new LimitExceededException($"evaluation takes longer than {max}");
        }
    }
}
