using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bouncer.Admission.Http;

/// <summary>
/// The paths at which reviews are taken: all that is left of a request that is not the management port's. Compared here and not
/// by ASP.NET Core's router, whose work for a request is more than that of deciding one image. As with the router, case and a
/// slash at the end make no difference, and another method than POST is answered 405.
/// </summary>
public static class ReviewPaths
{
    /// <summary>Answers reviews, and 404 and 405 for all else.</summary>
    /// <param name="app">The service.</param>
    /// <param name="paths">The paths, without a slash at the end, each with what answers it.</param>
    public static void UseReviews(this IApplicationBuilder app, params (string Path, RequestDelegate Handler)[] paths)
        => app.Run(context => Find(paths, context.Request.Path.Value ?? "") is not { } handler ? Refuse(context, StatusCodes.Status404NotFound)
            : HttpMethods.IsPost(context.Request.Method) ? handler(context)
            : Refuse(context, StatusCodes.Status405MethodNotAllowed));

    private static RequestDelegate? Find((string Path, RequestDelegate Handler)[] paths, string asked)
    {
        foreach (var (path, handler) in paths)
        {
            if (asked == path)
            {
                return handler;
            }
        }

        var withoutSlash = asked is [.., '/'] ? asked.AsSpan(..^1) : asked;
        foreach (var (path, handler) in paths)
        {
            if (withoutSlash.Equals(path is "/" ? "" : path, StringComparison.OrdinalIgnoreCase))
            {
                return handler;
            }
        }

        return null;
    }

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
