using Bouncer.Admission.AdmissionReviews;
using Bouncer.Admission.Files;
using Bouncer.Admission.Http;
using Bouncer.Admission.Recording;
using Bouncer.ImagePolicy.Deciding;
using Bouncer.ImagePolicy.Objects;
using Bouncer.Webhook.Hosting;

namespace Bouncer.Webhook.AdmissionReviews;

/// <summary>
/// <c>POST /</c>, for a ValidatingWebhookConfiguration. Wherever a uid can be read the answer is 200 with that uid, since
/// every other answer leaves the decision to the caller's failure policy; an HTTP error is for what has no uid.
/// </summary>
internal sealed partial class AdmissionReviewEndpoint(
    Reloadable<Policy> policy, ReviewRecorder recorder, ILogger<AdmissionReviewEndpoint> log)
{
    public async Task HandleAsync(HttpContext context)
    {
        var recording = recorder.Begin(context.Request, ReviewProtocol.AdmissionReview);
        var current = policy.Current;
        var decisionId = DecisionIds.Next();
        Outcome outcome;
        try
        {
            using var body = await RequestBody.ReadAsync(context.Request, RequestBody.Deadline);
            outcome = Decide(body.Span, current, decisionId, context.Request);
        }
        catch (RequestBodyException e)
        {
            outcome = Outcome.WithoutUid(e.StatusCode, new Failed(current.Version, e.Message), decisionId);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            recording.Abandon();
            return;
        }
        catch (Exception e)
        {
            // Without a uid there is no answer; what is left is to tell of it.
            LogCrash(log, e, decisionId);
            outcome = Outcome.WithoutUid(
                StatusCodes.Status400BadRequest, new Failed(current.Version, $"an internal error, logged under decision {decisionId}"), decisionId);
        }

        recording.Complete(outcome.Record);
        await (outcome.Answer is not null
            ? AdmissionAnswerWriter.WriteAsync(context.Response, outcome.Answer)
            : JsonAnswer.WriteAsync(context.Response, outcome.HttpError!.Code, outcome.HttpError, AdmissionAnswerJson.Default.AdmissionStatus));
    }

    private Outcome Decide(ReadOnlySpan<byte> body, Policy current, string decisionId, HttpRequest request)
    {
        if (!AdmissionReviewDecoder.TryDecode(body, KubernetesObject.Read, out var review, out var error))
        {
            var failed = new Failed(current.Version, error.Message);
            return error.Uid is null
                ? Outcome.WithoutUid(request.HasJsonContentType() ? StatusCodes.Status400BadRequest : StatusCodes.Status415UnsupportedMediaType, failed, decisionId)
                : new(AdmissionAnswers.BadRequest(failed, decisionId, error.Uid, error.ApiVersion), null, ReviewRecords.Of(failed, decisionId));
        }

        IReadOnlyList<ContainerImage> judged = [];
        Decision decision;
        try
        {
            decision = AdmissionReviewer.Decide(review, current, out judged);
        }
        catch (Exception e)
        {
            LogCrash(log, e, decisionId);
            decision = new Failed(current.Version, $"an internal error, logged under decision {decisionId}");
        }

        return new(AdmissionAnswers.Of(decision, decisionId, review.Uid, review.ApiVersion), null, Record(decision, decisionId, review, judged));
    }

    private static ReviewRecord Record(
        Decision decision, string decisionId, AdmissionReview<KubernetesObject> review, IReadOnlyList<ContainerImage> judged)
        => ReviewRecords.Of(decision, decisionId) with
        {
            Namespace = review.Namespace,
            Kind = review.Kind.Kind,
            Name = review.Name.Length > 0 ? review.Name : review.Object?.Name ?? "",
            Operation = review.Operation,
            Images = NamesOf(judged),
        };

    private static string[] NamesOf(IReadOnlyList<ContainerImage> images)
    {
        var names = images.Count == 0 ? [] : new string[images.Count];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = images[i].Image;
        }

        return names;
    }

    [LoggerMessage(EventId = 401, EventName = "AdmissionCrashed", Level = LogLevel.Error, Message = "Decision {DecisionId} failed unexpectedly")]
    private static partial void LogCrash(ILogger log, Exception exception, string decisionId);

    /// <summary>What is answered and told: an answer with a uid, or an HTTP error.</summary>
    private sealed record Outcome(AdmissionAnswer? Answer, AdmissionStatus? HttpError, ReviewRecord Record)
    {
        public static Outcome WithoutUid(int statusCode, Failed failed, string decisionId)
            => new(null, AdmissionStatus.OfHttp(statusCode, AdmissionAnswers.CouldNotDecide(failed.Reason)), ReviewRecords.Of(failed, decisionId));
    }
}
