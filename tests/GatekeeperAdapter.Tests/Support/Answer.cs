using System.Net;
using System.Text.Json;

namespace Bouncer.GatekeeperAdapter.Tests.Support;

/// <summary>An answer of the service, over the wire.</summary>
internal sealed record Answer(HttpStatusCode StatusCode, string Body)
{
    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
        => new(response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public JsonElement Response => Json.GetProperty("response");

    public bool Allowed => Response.GetProperty("allowed").GetBoolean();

    public int Code => Status.GetProperty("code").GetInt32();

    /// <summary>The message of the answer, or of an HTTP error; empty if there is none.</summary>
    public string Message => Text(Status, "message");

    public string Reason => Text(Status, "reason");

    public IReadOnlyList<string> Warnings
        => Response.TryGetProperty("warnings", out var warnings) ? [.. warnings.EnumerateArray().Select(w => w.GetString()!)] : [];

    private JsonElement Status => Json.TryGetProperty("response", out var response) ? response.GetProperty("status") : Json;

    private static string Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
