using System.Net;
using System.Net.Http.Headers;
using Bouncer.Dashboard.Options;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Queries;

namespace Bouncer.Dashboard.Forwarding;

/// <summary>
/// Passes every request on to a further OTLP endpoint, byte for byte, over HTTP with protobuf. Receiving never waits for it: what
/// the queue cannot hold is dropped and counted.
/// </summary>
internal sealed partial class Forwarder : BackgroundService
{
    /// <summary>How many requests are sent at a time, so that a slow way does not mean little.</summary>
    private const int Senders = 4;

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    private readonly Uri _endpoint;
    private readonly ForwardQueue _queue;
    private readonly HttpClient _client;
    private readonly TimeProvider _time;
    private readonly ILogger<Forwarder> _log;
    private long _sent;
    private long _dropped;
    private string? _lastError;

    public Forwarder(DashboardOptions options, TimeProvider time, ILogger<Forwarder> log)
    {
        _endpoint = options.Forward ?? throw new ArgumentException("There is no endpoint to pass telemetry on to.", nameof(options));
        _queue = new ForwardQueue(options.ForwardQueue);
        _time = time;
        _log = log;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = s_timeout };
        foreach (var (name, value) in options.ForwardHeaders)
        {
            _client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        }
    }

    public ForwardingFigures Figures
        => new(_endpoint, Volatile.Read(ref _sent), Volatile.Read(ref _dropped), _queue.Count, _queue.Bytes, Volatile.Read(ref _lastError));

    /// <summary>Adds the forwarder, if there is where to.</summary>
    public static void Add(IServiceCollection services, DashboardOptions options)
    {
        if (options.Forward is not null)
        {
            services.AddSingleton<Forwarder>();
            services.AddHostedService(provider => provider.GetRequiredService<Forwarder>());
        }
    }

    /// <summary>Has a request passed on, if there is room for it. Never waits.</summary>
    public void Enqueue(Signal signal, byte[] request)
    {
        if (!_queue.TryAdd(signal, request))
        {
            Drop("the queue is full");
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _client.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => SendAllAsync(stoppingToken)))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_queue.Count is > 0 and var left)
        {
            LogLeft(_log, left, _endpoint);
        }
    }

    private async Task SendAllAsync(CancellationToken cancellation)
    {
        await foreach (var (signal, request) in _queue.TakeAllAsync(cancellation))
        {
            await SendAsync(signal, request, cancellation);
            _queue.Done(request);
        }
    }

    private async Task SendAsync(Signal signal, byte[] request, CancellationToken cancellation)
    {
        var retries = new Retries(_time);
        while (true)
        {
            var (outcome, error, after) = await TryAsync(signal, request, cancellation);
            Volatile.Write(ref _lastError, error);
            switch (outcome)
            {
                case Outcome.Taken:
                    Interlocked.Increment(ref _sent);
                    return;
                case Outcome.Retry when retries.Next(after) is { } pause:
                    await Task.Delay(pause, _time, cancellation);
                    break;
                default:
                    Drop(error!);
                    return;
            }
        }
    }

    private async Task<(Outcome Outcome, string? Error, TimeSpan? After)> TryAsync(Signal signal, byte[] request, CancellationToken cancellation)
    {
        try
        {
            using var content = new ByteArrayContent(request);
            content.Headers.ContentType = new MediaTypeHeaderValue(OtlpBody.MediaType);
            using var answer = await _client.PostAsync(Address(signal), content, cancellation);
            if (answer.IsSuccessStatusCode)
            {
                return (Outcome.Taken, null, null);
            }

            // These are what the specification has a client send again after; whatever else is refused is refused for good.
            var isBusy = answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
            return (isBusy ? Outcome.Retry : Outcome.Refused, $"{_endpoint} answered {(int)answer.StatusCode}", answer.Headers.RetryAfter?.Delta);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return (Outcome.Retry, e is HttpRequestException ? e.Message : $"{_endpoint} did not answer within {s_timeout.TotalSeconds} s", null);
        }
    }

    private Uri Address(Signal signal) => new(_endpoint.AbsoluteUri.TrimEnd('/') + signal.Path());

    private void Drop(string error)
    {
        // Every one would fill the log as fast as telemetry comes; the count tells the rest.
        var dropped = Interlocked.Increment(ref _dropped);
        if (long.IsPow2(dropped))
        {
            LogDropped(_log, dropped, _endpoint, error);
        }
    }

    private enum Outcome
    {
        Taken,
        Retry,
        Refused,
    }

    [LoggerMessage(EventId = 710, EventName = "ForwardingDropped", Level = LogLevel.Warning,
        Message = "{Dropped} requests so far were not passed on to {Endpoint}, the last because {Error}")]
    private static partial void LogDropped(ILogger log, long dropped, Uri endpoint, string error);

    [LoggerMessage(EventId = 711, EventName = "ForwardingLeft", Level = LogLevel.Warning, Message = "{Left} requests were still waiting to be passed on to {Endpoint}")]
    private static partial void LogLeft(ILogger log, int left, Uri endpoint);
}
