using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bouncer.Dashboard.Access;

/// <summary>Takes the token: from the address that was printed at the start, or from a form.</summary>
internal static class LoginEndpoint
{
    public const string Path = "/login";

    /// <summary>The parameter with the token; short, since people copy it.</summary>
    public const string TokenParameter = "t";

    /// <summary>The parameter with the page to go on to.</summary>
    public const string ReturnTo = "return";

    public static void MapLogin(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, ShowAsync);
        endpoints.MapPost(Path, TakeAsync);
    }

    private static Task<IResult> ShowAsync(
        HttpContext context, PageAccess access, [FromQuery(Name = TokenParameter)] string? token, [FromQuery(Name = ReturnTo)] string? page)
        => token is null && !access.IsOpen
            ? Task.FromResult<IResult>(Page(page, isWrong: false))
            : SignInAsync(context, access, token, page);

    private static Task<IResult> TakeAsync(
        HttpContext context, PageAccess access, [FromForm(Name = TokenParameter)] string? token, [FromForm(Name = ReturnTo)] string? page)
        => SignInAsync(context, access, token, page);

    private static async Task<IResult> SignInAsync(HttpContext context, PageAccess access, string? token, string? page)
    {
        if (access.IsOpen)
        {
            return TypedResults.LocalRedirect(Own(page));
        }

        if (!access.Admits(token?.Trim()))
        {
            return Page(page, isWrong: true);
        }

        var identity = new ClaimsIdentity([new(ClaimTypes.Name, "token")], CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(new ClaimsPrincipal(identity));
        return TypedResults.LocalRedirect(Own(page));
    }

    /// <summary>A page of this dashboard, whatever was asked for: nobody is sent elsewhere.</summary>
    private static string Own(string? page)
        => page is ['/', ..] && !page.StartsWith("//", StringComparison.Ordinal) && !page.StartsWith("/\\", StringComparison.Ordinal) && !page.Any(char.IsControl)
            ? page
            : "/";

    private static RazorComponentResult<LoginPage> Page(string? page, bool isWrong)
        => new(new Dictionary<string, object?> { [nameof(LoginPage.ReturnTo)] = Own(page), [nameof(LoginPage.IsWrong)] = isWrong })
        {
            StatusCode = isWrong ? StatusCodes.Status401Unauthorized : StatusCodes.Status200OK,
            PreventStreamingRendering = true,
        };
}
