using System.Text.Json.Serialization;
using Bouncer.Admission.Recording;
using Microsoft.AspNetCore.Http;

namespace Bouncer.Admission.AdmissionReviews;

/// <summary>What a webhook answers.</summary>
/// <param name="ApiVersion">The version of the request: an API server that asked for v1 takes any other for a failed call.</param>
/// <param name="Response">The answer.</param>
public sealed record AdmissionAnswer(
    [property: JsonPropertyName("apiVersion")] string ApiVersion,
    [property: JsonPropertyName("response")] AdmissionResponse Response)
{
    /// <summary><see cref="AdmissionApi.Kind"/>.</summary>
    [JsonPropertyName("kind")]
    [JsonPropertyOrder(-1)]
    public string Kind { get; } = AdmissionApi.Kind;
}

/// <summary>The answer to one request.</summary>
/// <param name="Uid">The uid of the request.</param>
/// <param name="Allowed">Whether the change may happen.</param>
/// <param name="Status">Why not, or how. May be absent if it may.</param>
/// <param name="Warnings">Shown to the person who asked, whatever the answer.</param>
/// <param name="AuditAnnotations">What the API server writes to its audit log, each key with the webhook's name before it.</param>
public sealed record AdmissionResponse(
    [property: JsonPropertyName("uid")] string Uid,
    [property: JsonPropertyName("allowed")] bool Allowed,
    [property: JsonPropertyName("status")] AdmissionStatus? Status = null,
    [property: JsonPropertyName("warnings")] IReadOnlyList<string>? Warnings = null,
    [property: JsonPropertyName("auditAnnotations")] AuditAnnotations? AuditAnnotations = null);

/// <summary>How a request ended, as <c>meta/v1 Status</c>.</summary>
/// <param name="Code">The HTTP status that the API server answers with; of a refusal below 400 it would make 400.</param>
/// <param name="Reason">The machine-readable reason, such as <c>Forbidden</c>; null if there is none.</param>
/// <param name="Message">The reason for people; null if there is none.</param>
public sealed record AdmissionStatus(
    [property: JsonPropertyName("code")] int Code,
    [property: JsonPropertyName("reason")] string? Reason = null,
    [property: JsonPropertyName("message")] string? Message = null)
{
    /// <summary><c>Failure</c>; null if it is none.</summary>
    [JsonPropertyName("status")]
    [JsonPropertyOrder(-1)]
    public string? Status => Code >= 400 ? "Failure" : null;

    /// <summary>Allowed, as Gatekeeper says it.</summary>
    public static AdmissionStatus Ok { get; } = new(StatusCodes.Status200OK);

    /// <summary>The policy says no.</summary>
    public static AdmissionStatus Forbidden(string message) => new(403, "Forbidden", message);

    /// <summary>What was sent is no AdmissionReview.</summary>
    public static AdmissionStatus BadRequest(string message) => new(400, "BadRequest", message);

    /// <summary>What is answered by HTTP itself, to a body of which not even a uid can be read.</summary>
    public static AdmissionStatus OfHttp(int statusCode, string message) => new(
        statusCode,
        statusCode switch
        {
            StatusCodes.Status408RequestTimeout => "Timeout",
            StatusCodes.Status413PayloadTooLarge => "RequestEntityTooLarge",
            StatusCodes.Status415UnsupportedMediaType => "UnsupportedMediaType",
            _ => "BadRequest",
        },
        message);

    /// <summary>The review is well formed, and the object in it is not.</summary>
    public static AdmissionStatus Invalid(string message) => new(422, "Invalid", message);
}

/// <summary>JSON of answers.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AdmissionAnswer))]
[JsonSerializable(typeof(AdmissionStatus))]
public sealed partial class AdmissionAnswerJson : JsonSerializerContext;
