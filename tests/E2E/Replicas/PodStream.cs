using System.Collections.Concurrent;
using Bouncer.E2E.Cluster;

namespace Bouncer.E2E.Replicas;

/// <summary>Creates Pods without a pause, every other one of a registry that is not allowed, and keeps what the API server
/// answered.</summary>
internal sealed class PodStream : IAsyncDisposable
{
    private const int Workers = 4;

    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<Answer> _answers = [];
    private readonly Task[] _workers;
    private int _number;

    public PodStream(TestNamespace where)
    {
        _workers = [.. Enumerable.Range(0, Workers).Select(_ => Task.Run(() => CreateAsync(where)))];
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

    private async Task CreateAsync(TestNamespace where)
    {
        while (!_end.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _number);
            var allowed = number % 2 == 0;
            var image = allowed ? $"busybox:{number}" : $"quay.io/app:{number}";
            _answers.Enqueue(new(image, allowed, await where.TryCreatePodAsync(image, $"pod-{number}")));
        }
    }
}

/// <summary>What became of one Pod.</summary>
/// <param name="Image">Its image.</param>
/// <param name="Allowed">Whether the policy allows that.</param>
/// <param name="Refusal">Null if it was created; else why not.</param>
internal sealed record Answer(string Image, bool Allowed, Refusal? Refusal)
{
    /// <summary>Whether the policy decided, and nothing else.</summary>
    public bool IsThePolicys => Allowed
        ? Refusal is null
        : Refusal?.Message.Contains($"image \"{Image}\" is not allowed by rule \"docker-hub\"", StringComparison.Ordinal) == true;
}
