using System.Diagnostics.Metrics;
using Bouncer.Admission.Recording;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bouncer.Admission.Files;

/// <summary>Looks at all watched files at an interval, and tells what it finds.</summary>
public sealed partial class ReloadService : BackgroundService
{
    /// <summary>How often the files are looked at. A change is in use after two looks.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(500);

    private readonly IReadOnlyList<IReloadable> _watched;
    private readonly TimeProvider _time;
    private readonly ILogger<ReloadService> _log;
    private readonly Counter<long> _reloads;

    /// <summary>Creates the service and its instruments.</summary>
    public ReloadService(IEnumerable<IReloadable> watched, IMeterFactory meters, TimeProvider time, ILogger<ReloadService> log)
    {
        _watched = [.. watched];
        _time = time;
        _log = log;
        var meter = meters.Create(TelemetryNames.Source);
        _reloads = meter.CreateCounter<long>(TelemetryNames.Reloads, "{reload}", "Attempts to load a file that had changed.");
        meter.CreateObservableGauge(
            TelemetryNames.Generation, () => Observe(f => (long)f.Generation), "{version}", "Versions of a file loaded since the start.");
        meter.CreateObservableGauge(
            TelemetryNames.Loaded, () => Observe(f => f.LoadedAt.ToUnixTimeSeconds()), "s", "When the version in use was loaded, in Unix time.");
        meter.CreateObservableGauge(
            TelemetryNames.Failing, () => Observe(f => f.Failure is null ? 0 : 1), "{file}", "1 while a file as it is now cannot be used.");
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(DefaultInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var file in _watched)
                {
                    Poll(file);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service ends.
        }
    }

    private void Poll(IReloadable file)
    {
        PollResult result;
        try
        {
            result = file.Poll();
        }
        catch (Exception e)
        {
            // A loader that throws anything else has a bug. Watching must go on all the same: the old version is in use.
            LogCrashed(_log, e, file.Name);
            return;
        }

        if (result == PollResult.Unchanged)
        {
            return;
        }

        _reloads.Add(
            1,
            new(TelemetryNames.File, file.Name),
            new(TelemetryNames.Result, result switch { PollResult.Loaded => "loaded", PollResult.LoadedInPart => "loaded_in_part", _ => "failed" }));
        switch (result)
        {
            case PollResult.Loaded:
                LogLoaded(_log, file.Name, file.Version, file.Generation);
                break;
            case PollResult.LoadedInPart:
                LogLoadedInPart(_log, file.Name, file.Version, file.Generation, file.Failure ?? "");
                break;
            default:
                LogFailed(_log, file.Name, file.Failure ?? "", file.Version);
                break;
        }
    }

    private IEnumerable<Measurement<long>> Observe(Func<IReloadable, long> value)
        => _watched.Select(file => new Measurement<long>(value(file), new KeyValuePair<string, object?>(TelemetryNames.File, file.Name)));

    [LoggerMessage(EventId = 200, EventName = "Reloaded", Level = LogLevel.Information,
        Message = "Reloaded {File}: version {Version}, generation {Generation}")]
    private static partial void LogLoaded(ILogger log, string file, string version, int generation);

    [LoggerMessage(EventId = 201, EventName = "ReloadFailed", Level = LogLevel.Error,
        Message = "Cannot reload {File}: {Problem}. Version {Version} stays in use")]
    private static partial void LogFailed(ILogger log, string file, string problem, string version);

    [LoggerMessage(EventId = 203, EventName = "ReloadedInPart", Level = LogLevel.Warning,
        Message = "Reloaded {File} in part: version {Version}, generation {Generation}; not in use: {Problem}")]
    private static partial void LogLoadedInPart(ILogger log, string file, string version, int generation, string problem);

    [LoggerMessage(EventId = 202, EventName = "ReloadCrashed", Level = LogLevel.Error,
        Message = "Reloading {File} failed unexpectedly; the version before stays in use")]
    private static partial void LogCrashed(ILogger log, Exception exception, string file);
}
