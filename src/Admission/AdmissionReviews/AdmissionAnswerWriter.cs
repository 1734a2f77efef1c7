using System.Text.Json;
using Bouncer.Admission.Http;
using Microsoft.AspNetCore.Http;

namespace Bouncer.Admission.AdmissionReviews;

/// <summary>
/// Writes answers. Nearly all say that a change may happen and nothing more: those are put together from what the serializer made
/// of one like them. The bytes are the same. API servers that know v1 ask in it.
/// </summary>
public static class AdmissionAnswerWriter
{
    private static readonly JsonTemplate s_allowed = TemplateOf(null);
    private static readonly JsonTemplate s_allowedOk = TemplateOf(AdmissionStatus.Ok);

    /// <summary>Writes an answer as the whole response, with status 200.</summary>
    public static Task WriteAsync(HttpResponse response, AdmissionAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (TemplateFor(answer) is { } template)
        {
            var audit = answer.Response.AuditAnnotations!;
            ReadOnlySpan<string> strings = [answer.Response.Uid, audit.DecisionId, audit.PolicyVersion];
            if (template.LengthWith(strings) is { } length)
            {
                return JsonAnswer.WriteAsync(response, StatusCodes.Status200OK, template, strings, length);
            }
        }

        return JsonAnswer.WriteAsync(response, StatusCodes.Status200OK, answer, AdmissionAnswerJson.Default.AdmissionAnswer);
    }

    private static JsonTemplate? TemplateFor(AdmissionAnswer answer)
        => answer.ApiVersion == AdmissionApi.V1
            && answer.Response is { Allowed: true, Warnings: null, AuditAnnotations: { Rules: null, Warnings: null, DryRun: null }, Status: var status }
            ? status is null ? s_allowed : status == AdmissionStatus.Ok ? s_allowedOk : null
            : null;

    private static JsonTemplate TemplateOf(AdmissionStatus? status)
    {
        const string Uid = "the uid", DecisionId = "the decision", PolicyVersion = "the version";
        var answer = new AdmissionAnswer(AdmissionApi.V1, new(Uid, true, status, null, new(DecisionId, PolicyVersion)));
        return new(JsonSerializer.SerializeToUtf8Bytes(answer, AdmissionAnswerJson.Default.AdmissionAnswer), Uid, DecisionId, PolicyVersion);
    }
}
