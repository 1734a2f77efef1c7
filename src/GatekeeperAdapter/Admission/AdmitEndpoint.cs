using Bouncer.Admission.AdmissionReviews;
using Bouncer.Admission.Http;
using Bouncer.Admission.Recording;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.GatekeeperAdapter.Telemetry;

namespace Bouncer.GatekeeperAdapter.Admission;

/// <summary>
/// Takes AdmissionReviews, for a ValidatingWebhookConfiguration. Wherever a uid can be read the answer is 200 with that uid, since
/// every other answer leaves the decision to the caller's failure policy; an HTTP error is for what has no uid.
/// </summary>
internal sealed partial class AdmitEndpoint(
    IReviewer reviewer, PolicyState state, ReviewRecorder recorder, ReviewTelemetry telemetry, TimeProvider time, ILogger<AdmitEndpoint> log)
{
    public async Task HandleAsync(HttpContext context)
    {
        var recording = recorder.Begin(context.Request, ReviewProtocol.AdmissionReview);
        var deadline = CallDeadline.Of(context.Request, time);
        var started = time.GetTimestamp();
        var decisionId = DecisionIds.Next();
        AdmissionAnswer? answer = null;
        AdmissionStatus? httpError = null;
        ReviewRecord record;
        try
        {
            using var body = await RequestBody.ReadAsync(context.Request, Earlier(RequestBody.Deadline, deadline.Left));
            if (AdmitRequestReader.TryRead(body.Memory, out var request, out var error))
            {
                using (request)
                {
                    (answer, record) = await AnswerAsync(request, deadline, decisionId, started);
                }
            }
            else
            {
                record = ReviewRecords.Failed(error.Message, decisionId, state.Version);
                if (error.Uid is null)
                {
                    var code = context.Request.HasJsonContentType() ? StatusCodes.Status400BadRequest : StatusCodes.Status415UnsupportedMediaType;
                    httpError = AdmissionStatus.OfHttp(code, AdmitAnswers.CouldNotDecide(error.Message));
                }
                else
                {
                    answer = AdmitAnswers.BadRequest(error, decisionId, state.Version);
                }
            }
        }
        catch (RequestBodyException e)
        {
            httpError = AdmissionStatus.OfHttp(e.StatusCode, AdmitAnswers.CouldNotDecide(e.Message));
            record = ReviewRecords.Failed(e.Message, decisionId, state.Version);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            recording.Abandon();
            return;
        }

        recording.Complete(record);
        await (answer is not null
            ? AdmissionAnswerWriter.WriteAsync(context.Response, answer)
            : JsonAnswer.WriteAsync(context.Response, httpError!.Code, httpError, AdmissionAnswerJson.Default.AdmissionStatus));
    }

    /// <summary>Decides, and answers whatever happens: an HTTP error would leave the decision to the caller's failure policy.</summary>
    private async ValueTask<(AdmissionAnswer Answer, ReviewRecord Record)> AnswerAsync(
        AdmitRequest request, CallDeadline deadline, string decisionId, long started)
    {
        try
        {
            var version = state.Version;
            return Tell(await reviewer.DecideAsync(request, deadline), version);
        }
        catch (Exception e)
        {
            LogCrash(log, e, decisionId);
            var crash = new Refuse(StatusCodes.Status500InternalServerError)
            {
                Message = AdmitAnswers.CouldNotDecide($"an internal error, logged under decision {decisionId}"),
                IsCounted = true,
            };
            return Tell(crash, "");
        }

        (AdmissionAnswer, ReviewRecord) Tell(AdmitDecision decision, string version)
        {
            var told = (AdmitAnswers.Of(decision, request, decisionId, version), ReviewRecords.Of(decision, request, decisionId, version));
            telemetry.Tell(request, decision, time.GetElapsedTime(started));
            return told;
        }
    }

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;

    [LoggerMessage(EventId = 521, EventName = "AdmissionCrashed", Level = LogLevel.Error, Message = "Decision {DecisionId} failed unexpectedly")]
    private static partial void LogCrash(ILogger log, Exception exception, string decisionId);
}
