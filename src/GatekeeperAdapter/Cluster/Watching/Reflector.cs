using System.Net;
using System.Text.Json;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Cluster.Watching;

/// <summary>
/// Follows the objects of a kind: lists them, watches from there, and does so again whenever something breaks. Whoever is
/// told sees every object's latest state and no state twice; what vanished while nobody could see is told as removed.
/// </summary>
/// <remarks>
/// A kind that does not exist is waited for. If it was there before, its objects stay known for a while: an API server that
/// has just started does not know its CustomResourceDefinitions yet, and constraints must not go out of force for that.
/// </remarks>
internal sealed partial class Reflector(
    ApiClient client, ApiResource resource, ListOptions options, IObjectEvents events, TimeProvider time, ILogger<Reflector> log)
{
    /// <summary>How long a kind may be missing before its objects count as removed.</summary>
    public static readonly TimeSpan MissingFor = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan s_shortestWatch = TimeSpan.FromMinutes(4);

    private readonly Dictionary<ObjectKey, RegoObject> _known = [];
    private readonly Backoff _ofFailures = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2));
    private readonly Backoff _ofMissing = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2));
    private readonly Backoff _ofForbidden = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30)); // Roles change seldom.
    private string? _resourceVersion; // null: list first
    private DateTimeOffset? _missingSince;
    private bool _failing;

    /// <summary>Follows until it is told to stop. Never throws for what an API server does.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var pause = TimeSpan.Zero;
            try
            {
                await ListAndWatchAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (ApiException e) when (e.IsGone)
            {
                _resourceVersion = null;
                LogExpired(log, resource);
                pause = _ofFailures.Next();
            }
            catch (ApiException e) when (e.IsNotFound)
            {
                _resourceVersion = null;
                Missing();
                pause = _ofMissing.Next();
            }
            catch (Exception e) when (e is ApiException or JsonException)
            {
                pause = Failed(e);
            }

            try
            {
                await Task.Delay(pause, time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ListAndWatchAsync(CancellationToken cancellationToken)
    {
        _resourceVersion ??= await ListAsync(cancellationToken);

        // Watches of many kinds that began together shall not end together.
        var duration = s_shortestWatch * (1 + Random.Shared.NextDouble());
        await using var watch = await client.WatchAsync(resource, options, _resourceVersion, duration, cancellationToken);
        WentWell();
        while (await watch.ReadAsync() is { } told)
        {
            Tell(told);
        }

        // The API server ends watches from time to time; one that ends them at once must not be asked without pause.
        await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
    }

    private async Task<string> ListAsync(CancellationToken cancellationToken)
    {
        HashSet<ObjectKey> seen = [];
        var resourceVersion = "";
        await foreach (var page in client.ListAsync(resource, options, cancellationToken))
        {
            foreach (var document in page.Items)
            {
                seen.Add(ObjectKey.Of(document));
                Changed(document);
            }

            foreach (var problem in page.Unreadable)
            {
                LogUnreadable(log, resource, problem);
            }

            resourceVersion = page.ResourceVersion;
        }

        RemoveAllBut(seen);
        _missingSince = null;
        _ofMissing.Reset();
        WentWell();
        events.Listed();
        return resourceVersion;
    }

    private void Tell(WatchEvent told)
    {
        switch (told.Kind)
        {
            case WatchEventKind.Deleted:
                _known.Remove(ObjectKey.Of(told.Object));
                events.Removed(told.Object);
                break;
            case not WatchEventKind.Bookmark:
                Changed(told.Object);
                break;
        }

        if (told.Object.ResourceVersion() is { Length: > 0 } version)
        {
            _resourceVersion = version;
        }
    }

    private void Changed(RegoObject document)
    {
        var key = ObjectKey.Of(document);
        var old = _known.GetValueOrDefault(key);
        _known[key] = document;
        if (old is null || old.ResourceVersion() != document.ResourceVersion())
        {
            events.Changed(document);
        }
    }

    private void RemoveAllBut(HashSet<ObjectKey> seen)
    {
        foreach (var (key, document) in _known.Where(known => !seen.Contains(known.Key)).ToList())
        {
            _known.Remove(key);
            events.Removed(document);
        }
    }

    private void Missing()
    {
        var now = time.GetUtcNow();
        if (_missingSince is null)
        {
            _missingSince = now;
            LogMissing(log, resource);
        }
        else if (now - _missingSince >= MissingFor && _known.Count > 0)
        {
            RemoveAllBut([]);
        }
    }

    private TimeSpan Failed(Exception e)
    {
        if (e is JsonException or ApiException { Status: HttpStatusCode.GatewayTimeout })
        {
            // What the event told is not known: a list tells it. So it does where the state is one that this API server has
            // not reached, which is what a restored backup looks like.
            _resourceVersion = null;
        }

        if (!_failing)
        {
            _failing = true;
            LogFailed(log, resource, e.Message, e is ApiException { IsForbidden: true } ? " The role of this service's account must allow list and watch on it." : "");
        }

        if (e is not ApiException { IsForbidden: true })
        {
            return _ofFailures.Next();
        }

        events.Forbidden();
        return _ofForbidden.Next();
    }

    private void WentWell()
    {
        _ofFailures.Reset();
        _ofForbidden.Reset();
        if (_failing)
        {
            _failing = false;
            LogBack(log, resource);
        }
    }

    [LoggerMessage(EventId = 400, EventName = "WatchFailed", Level = LogLevel.Warning,
        Message = "Cannot follow {Resource}: {Problem}.{Remedy} What is known stays in force; trying again")]
    private static partial void LogFailed(ILogger log, ApiResource resource, string problem, string remedy);

    [LoggerMessage(EventId = 401, EventName = "WatchBack", Level = LogLevel.Information, Message = "Following {Resource} again")]
    private static partial void LogBack(ILogger log, ApiResource resource);

    [LoggerMessage(EventId = 402, EventName = "WatchExpired", Level = LogLevel.Debug, Message = "The watch of {Resource} is too old; listing again")]
    private static partial void LogExpired(ILogger log, ApiResource resource);

    [LoggerMessage(EventId = 403, EventName = "KindMissing", Level = LogLevel.Information,
        Message = "The API server does not know {Resource}; waiting for it")]
    private static partial void LogMissing(ILogger log, ApiResource resource);

    [LoggerMessage(EventId = 404, EventName = "ObjectUnreadable", Level = LogLevel.Error,
        Message = "An object of {Resource} cannot be read and is left out: {Problem}")]
    private static partial void LogUnreadable(ILogger log, ApiResource resource, string problem);
}
