using System.Net;
using System.Text.Json;

namespace Bouncer.Webhook.Tests.Support;

/// <summary>An answer of the service, over the wire.</summary>
internal sealed record Answer(HttpStatusCode StatusCode, string? ContentType, string Body)
{
    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
        => new(
            response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary><c>status.allowed</c> of an ImageReview or <c>response.allowed</c> of an AdmissionReview.</summary>
    public bool Allowed => Content.GetProperty("allowed").GetBoolean();

    /// <summary>The reason for people; empty if there is none.</summary>
    public string Reason
        => Json.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Object
            ? status.TryGetProperty("reason", out var reason) ? reason.GetString()! : ""
            : Content.TryGetProperty("status", out var refusal) ? refusal.GetProperty("message").GetString()! : "";

    public IReadOnlyDictionary<string, string> AuditAnnotations
        => Content.GetProperty("auditAnnotations").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!);

    private JsonElement Content => Json.TryGetProperty("response", out var response) ? response : Json.GetProperty("status");
}
