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
        var recording = recorder.Begin(context.Request, ReviewProtocol.ImageReview);
        var current = policy.Current;
        var decisionId = DecisionIds.Next();
        var statusCode = StatusCodes.Status200OK;
        ImageReview? review = null;
        Decision decision;
        try
        {
            using var body = await RequestBody.ReadAsync(context.Request, RequestBody.Deadline);
            decision = ImageReviewer.Decide(body.Span, current, out review);
        }
        catch (RequestBodyException e)
        {
            // Too late is answered like any other broken body; too large is the one that nobody takes.
            statusCode = e.StatusCode == StatusCodes.Status413PayloadTooLarge ? e.StatusCode : statusCode;
            decision = new Failed(current.Version, e.Message);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            recording.Abandon();
            return;
        }
        catch (Exception e)
        {
            LogCrash(log, e, decisionId);
            decision = new Failed(current.Version, $"an internal error, logged under decision {decisionId}");
        }

        var answer = ImageReviewAnswers.Of(decision, decisionId);
        recording.Complete(Record(decision, decisionId, review));
        await JsonAnswer.WriteAsync(context.Response, statusCode, answer, ImageReviewJson.Default.ImageReviewAnswer);
    }

    private ReviewRecord Record(Decision decision, string decisionId, ImageReview? review)
    {
        var record = ReviewRecords.Of(decision, decisionId);
        if (review is null)
        {
            return record;
        }

        if (FailedOpenMark.IsIn(review.Annotations))
        {
            recorder.SawFailedOpen(review.Namespace);
        }

        return record with { Namespace = review.Namespace, Images = review.Images, Annotations = review.Annotations };
    }

    [LoggerMessage(EventId = 400, EventName = "ReviewCrashed", Level = LogLevel.Error, Message = "Decision {DecisionId} failed unexpectedly")]
    private static partial void LogCrash(ILogger log, Exception exception, string decisionId);
}
