using Bouncer.Rego.Evaluating;

namespace Bouncer.Rego.Limits;

/// <summary>The limits of one evaluation. Time, steps and cancellation are looked at once for many steps: fuel is what may be
/// used up until then.</summary>
internal sealed class LimitSet(StepLimit steps, TimeLimit time, DepthLimit depth, CollectionSizeLimit collectionSize, CancellationToken cancellation)
{
    // A step takes some 10 to 100 ns, so that time is looked at every 20 to 200 µs.
    private const int StepsAtATime = 2000;

    private long _given;

    /// <summary>Limits nothing but the depth.</summary>
    public static LimitSet None => new(StepLimit.None, TimeLimit.None, DepthLimit.Default, CollectionSizeLimit.None, CancellationToken.None);

    public DepthLimit Depth { get; } = depth;

    public CollectionSizeLimit CollectionSize { get; } = collectionSize;

    /// <summary>The steps that may be taken before anybody looks.</summary>
    public long FirstFuel => _given = Math.Min(StepsAtATime, steps.Max);

    /// <summary>Looks whether there may be more steps, and how many until the next look. The step that asks is one of them.</summary>
    public long Refuel()
    {
        cancellation.ThrowIfCancellationRequested();
        time.Check();
        steps.Check(_given + 1);
        var more = Math.Min(StepsAtATime, steps.Max - _given);
        _given += more;
        return more - 1;
    }
}
