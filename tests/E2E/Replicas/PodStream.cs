using System.Collections.Concurrent;
using Bouncer.E2E.Cluster;

namespace Bouncer.E2E.Replicas;

/// <summary>Creates Pods all the time, every other one of a registry that is not allowed, and keeps what the API server answered.</summary>
internal sealed class PodStream : IAsyncDisposable
{
    /// <summary>How many Pods are asked for at a time.</summary>
    public const int Workers = 4;

    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<Answer> _answers = [];
    private readonly Task[] _workers;
    private int _number;

    /// <param name="where">The Pods' namespace.</param>
    /// <param name="allowed">An image that is allowed, without its tag.</param>
    /// <param name="refused">An image that is not.</param>
    /// <param name="refusal">What is said of a refused image.</param>
    /// <param name="pause">What each worker waits before it asks again: the longer all this takes, the longer, since processors
    /// are needed for more than to answer it.</param>
    public PodStream(TestNamespace where, string allowed, string refused, Func<string, string> refusal, TimeSpan pause)
    {
        _workers = [.. Enumerable.Range(0, Workers).Select(_ => Task.Run(() => CreateAsync(where, allowed, refused, refusal, pause)))];
    }

    /// <summary>Everything that was answered so far.</summary>
    public IReadOnlyCollection<Answer> Answers => _answers;

    /// <summary>Waits until some more Pods were asked for and answered.</summary>
    public async Task GoOnAsync(int count, CancellationToken cancellationToken)
    {
        var enough = _answers.Count + count;
        await TestSupport.Eventually.HoldsAsync(() => Task.FromResult(_answers.Count >= enough), $"{count} more Pods", cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_workers);
        _end.Dispose();
    }

    private async Task CreateAsync(TestNamespace where, string allowedImage, string refusedImage, Func<string, string> refusal, TimeSpan pause)
    {
        while (!_end.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _number);
            var allowed = number % 2 == 0;
            var image = $"{(allowed ? allowedImage : refusedImage)}:{number}";
            _answers.Enqueue(new(image, allowed ? null : refusal(image), await where.TryCreatePodAsync(TestNamespace.UnscheduledPod($"pod-{number}", image))));
            await Task.Delay(pause);
        }
    }
}

/// <summary>What became of one Pod.</summary>
/// <param name="Image">Its image.</param>
/// <param name="Expected">What is said of its image; null if that is allowed.</param>
/// <param name="Refusal">Null if it was created; else why not.</param>
internal sealed record Answer(string Image, string? Expected, Refusal? Refusal)
{
    /// <summary>Whether the policy allows it.</summary>
    public bool Allowed => Expected is null;

    /// <summary>Whether the policy decided, and nothing else.</summary>
    public bool IsThePolicys => Expected is null ? Refusal is null : Refusal?.Message.Contains(Expected, StringComparison.Ordinal) == true;
}
