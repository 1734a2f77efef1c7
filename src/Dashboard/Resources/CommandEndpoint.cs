using Microsoft.AspNetCore.Mvc;

namespace Bouncer.Dashboard.Resources;

/// <summary>Takes the forms that start, stop and restart resources. Forms carry a token that only this dashboard's pages have.</summary>
internal static class CommandEndpoint
{
    /// <summary>The parameter with what went wrong.</summary>
    public const string Problem = "problem";

    public static IEndpointConventionBuilder MapCommands(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/resources/{name}/{command}", ExecuteAsync);

    /// <summary>Where the form of a command is sent.</summary>
    public static string Address(string resource, string command) => $"/resources/{Uri.EscapeDataString(resource)}/{Uri.EscapeDataString(command)}";

    // The parameter from the form is what makes ASP.NET Core check the form's token.
    private static async Task<IResult> ExecuteAsync(
        string name, string command, [FromForm] string? selected, AppHostClient appHost, CancellationToken cancellationToken)
    {
        var problem = await appHost.ExecuteAsync(name, command, cancellationToken);
        var query = new QueryString().Add("name", selected is { Length: > 0 } ? selected : name);
        return TypedResults.LocalRedirect($"/resources{(problem is null ? query : query.Add(Problem, problem))}");
    }
}
