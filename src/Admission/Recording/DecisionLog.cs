using Microsoft.Extensions.Logging;

namespace Bouncer.Admission.Recording;

/// <summary>
/// The decision log: one record a review. Refusals are information, not errors; what could not be decided is a warning.
/// Plain admissions are told at debug level, since they are nearly all of the traffic and the counters tell them too.
/// </summary>
internal static partial class DecisionLog
{
    /// <summary>Whether a record is written at all.</summary>
    public static bool Tells(ILogger log, ReviewRecord record) => log.IsEnabled(Level(record));

    public static void Write(ILogger log, ReviewProtocol protocol, ReviewRecord record, TimeSpan elapsed)
    {
        var level = Level(record);
        if (!log.IsEnabled(level))
        {
            return;
        }

        Review(
            log,
            level,
            protocol.Name(),
            record.Outcome.Name(),
            Bounded.Text(record.Namespace),
            record.DecisionId,
            record.Reason,
            Bounded.Text(record.Kind),
            Bounded.Text(record.Name),
            Bounded.Text(record.Operation),
            Bounded.List(record.Images),
            Bounded.Annotations(record.Annotations),
            Bounded.List(record.Rules),
            record.PolicyVersion,
            elapsed.TotalMilliseconds);
    }

    [LoggerMessage(
        EventId = 101,
        EventName = "FailedOpen",
        Level = LogLevel.Warning,
        Message = "A pod in {ObjectNamespace} carries the mark of an API server that admitted it without an answer from here (failed-open). Its author may have forged it.")]
    public static partial void FailedOpen(ILogger log, string objectNamespace);

    private static LogLevel Level(ReviewRecord record) => record.Outcome switch
    {
        ReviewOutcome.Failed => LogLevel.Warning,
        ReviewOutcome.Denied => LogLevel.Information,
        _ => record.Violations.Count > 0 ? LogLevel.Information : LogLevel.Debug,
    };

    [LoggerMessage(
        EventId = 100,
        EventName = "Review",
        Message = "{Protocol} {Outcome} in {ObjectNamespace}, decision {DecisionId}: {Reason} [{ObjectKind} {ObjectName} {Operation}; images {Images}; annotations {Annotations}; rules {Rules}; policy {PolicyVersion}; {ElapsedMilliseconds} ms]")]
    private static partial void Review(
        ILogger log,
        LogLevel level,
        string protocol,
        string outcome,
        string objectNamespace,
        string decisionId,
        string reason,
        string objectKind,
        string objectName,
        string operation,
        string images,
        string annotations,
        string rules,
        string policyVersion,
        double elapsedMilliseconds);
}
