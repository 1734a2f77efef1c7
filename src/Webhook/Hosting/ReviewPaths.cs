using Bouncer.Webhook.AdmissionReviews;
using Bouncer.Webhook.ImageReviews;

namespace Bouncer.Webhook.Hosting;

/// <summary>
/// The two paths at which reviews are taken: all that is left of a request that is not the management port's. Compared here
/// and not by ASP.NET Core's router, whose work for a request is more than that of deciding one image. As with the router,
/// case and a slash at the end make no difference, and another method than POST is answered 405.
/// </summary>
internal static class ReviewPaths
{
    private const string ImageReviews = "/image_policy";
    private const string AdmissionReviews = "/";

    public static void UseReviews(this WebApplication app)
    {
        RequestDelegate imageReviews = app.Services.GetRequiredService<ImageReviewEndpoint>().HandleAsync;
        RequestDelegate admissionReviews = app.Services.GetRequiredService<AdmissionReviewEndpoint>().HandleAsync;
        app.Run(context =>
        {
            var path = context.Request.Path.Value ?? "";
            var handler = path is AdmissionReviews or "" ? admissionReviews : IsImageReviews(path) ? imageReviews : null;
            return handler is null ? Refuse(context, StatusCodes.Status404NotFound)
                : HttpMethods.IsPost(context.Request.Method) ? handler(context)
                : Refuse(context, StatusCodes.Status405MethodNotAllowed);
        });
    }

    private static bool IsImageReviews(string path)
        => path == ImageReviews || (path[^1] == '/' ? path.AsSpan(..^1) : path).Equals(ImageReviews, StringComparison.OrdinalIgnoreCase);

    private static Task Refuse(HttpContext context, int statusCode)
    {
        context.Response.StatusCode = statusCode;
        if (statusCode == StatusCodes.Status405MethodNotAllowed)
        {
            context.Response.Headers.Allow = HttpMethods.Post;
        }

        return Task.CompletedTask;
    }
}
