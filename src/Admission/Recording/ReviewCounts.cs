using System.Diagnostics.Metrics;

namespace Bouncer.Admission.Recording;

/// <summary>How many reviews there were, and images in them. There are few series, so they are counted here and read when
/// somebody asks: counting a review in a counter with tags takes half as long as deciding about an image.</summary>
internal sealed class ReviewCounts
{
    private static readonly ReviewProtocol[] s_protocols = Enum.GetValues<ReviewProtocol>();
    private static readonly ReviewOutcome[] s_outcomes = Enum.GetValues<ReviewOutcome>();

    private readonly long[,] _reviews = new long[s_protocols.Length, s_outcomes.Length];
    private readonly long[] _images = new long[s_protocols.Length];

    public void Add(ReviewProtocol protocol, ReviewOutcome outcome, int images)
    {
        Interlocked.Increment(ref _reviews[(int)protocol, (int)outcome]);
        Interlocked.Add(ref _images[(int)protocol], images);
    }

    /// <summary>Reviews by protocol and outcome, as far as there were any.</summary>
    public IEnumerable<Measurement<long>> Reviews()
        => from protocol in s_protocols
           from outcome in s_outcomes
           let count = Volatile.Read(ref _reviews[(int)protocol, (int)outcome])
           where count > 0
           select new Measurement<long>(count, new(TelemetryNames.Protocol, protocol.Name()), new(TelemetryNames.Outcome, outcome.Name()));

    /// <summary>Images by protocol, as far as there were any.</summary>
    public IEnumerable<Measurement<long>> Images()
        => from protocol in s_protocols
           let count = Volatile.Read(ref _images[(int)protocol])
           where count > 0
           select new Measurement<long>(count, new KeyValuePair<string, object?>(TelemetryNames.Protocol, protocol.Name()));
}
