namespace Bouncer.Dashboard.Forwarding;

/// <summary>How long to wait before a request is sent again: twice as long each time, more or less by chance so that senders do
/// not come all at once, until so much time has gone by that it is given up.</summary>
internal sealed class Retries(TimeProvider time)
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private readonly long _started = time.GetTimestamp();
    private TimeSpan _pause = s_first;

    /// <summary>The next pause; null if it is time to give up.</summary>
    /// <param name="asked">The pause that the other end asks for; null if it does not say.</param>
    public TimeSpan? Next(TimeSpan? asked)
    {
        var pause = asked is { } wanted && wanted > TimeSpan.Zero && wanted <= s_longest ? wanted : _pause * (0.5 + Random.Shared.NextDouble());
        _pause = _pause * 2 < s_longest ? _pause * 2 : s_longest;
        return time.GetElapsedTime(_started) + pause > s_patience ? null : pause;
    }
}
