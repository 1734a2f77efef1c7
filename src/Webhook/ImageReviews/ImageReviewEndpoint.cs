using Bouncer.Admission.Files;
using Bouncer.Admission.Http;
using Bouncer.Admission.ImageReviews;
using Bouncer.Admission.Recording;
using Bouncer.ImagePolicy.Deciding;
using Bouncer.Webhook.Hosting;

namespace Bouncer.Webhook.ImageReviews;

/// <summary>
/// <c>POST /image_policy</c>, for the API server's ImagePolicyWebhook plugin. To the plugin everything but 2xx is a failed
/// call that its <c>defaultAllow</c> decides, and 500 costs five calls; so whatever is wrong with a body that could be
/// taken, the answer is 200 with <c>allowed: false</c> and the reason.
/// </summary>
internal sealed partial class ImageReviewEndpoint(
    Reloadable<Policy> policy, ReviewRecorder recorder, ILogger<ImageReviewEndpoint> log)
{
    public async Task HandleAsync(HttpContext context)
    {
        var review = recorder.Begin(context.Request, ReviewProtocol.ImageReview);
        var current = policy.Current;
        var decisionId = DecisionIds.Next();
        var statusCode = StatusCodes.Status200OK;
        ImageReviewSpec? spec = null;
        Decision decision;
        try
        {
            using var body = await RequestBody.ReadAsync(context.Request, RequestBody.Deadline);
            decision = ImageReviewer.Decide(body.Span, current, out spec);
        }
        catch (RequestBodyException e)
        {
            // Too late is answered like any other broken body; too large is the one that nobody takes.
            statusCode = e.StatusCode == StatusCodes.Status413PayloadTooLarge ? e.StatusCode : statusCode;
            decision = new Failed(current.Version, e.Message);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            review.Abandon();
            return;
        }
        catch (Exception e)
        {
            LogCrash(log, e, decisionId);
            decision = new Failed(current.Version, $"an internal error, logged under decision {decisionId}");
        }

        var answer = ImageReviewAnswers.Of(decision, decisionId);
        review.Complete(Record(decision, decisionId, spec));
        await JsonAnswer.WriteAsync(context.Response, statusCode, answer, ImageReviewJson.Default.ImageReviewAnswer);
    }

    private ReviewRecord Record(Decision decision, string decisionId, ImageReviewSpec? spec)
    {
        if (spec?.Annotations is { Count: > 0 } annotations && FailedOpenMark.IsIn(annotations))
        {
            recorder.SawFailedOpen(spec.Namespace ?? "");
        }

        return ReviewRecords.Of(decision, decisionId) with
        {
            Namespace = spec?.Namespace ?? "",
            Images = spec is null ? [] : new ReviewedImages(spec.Containers!),
            Annotations = spec?.Annotations ?? ReviewRecord.NoAnnotations,
        };
    }

    [LoggerMessage(EventId = 400, EventName = "ReviewCrashed", Level = LogLevel.Error, Message = "Decision {DecisionId} failed unexpectedly")]
    private static partial void LogCrash(ILogger log, Exception exception, string decisionId);
}
