using System.Text.Json;
using Bouncer.Admission.Http;
using Microsoft.AspNetCore.Http;

namespace Bouncer.Admission.AdmissionReviews;

/// <summary>
/// Writes answers. Nearly all say that a change may happen and nothing more: those are put together from what the serializer made
/// of one like them. The bytes are the same.
/// </summary>
public static class AdmissionAnswerWriter
{
    private static readonly JsonTemplate s_v1 = TemplateOf(AdmissionApi.V1, null);
    private static readonly JsonTemplate s_v1Ok = TemplateOf(AdmissionApi.V1, AdmissionStatus.Ok);
    private static readonly JsonTemplate s_v1Beta1 = TemplateOf(AdmissionApi.V1Beta1, null);
    private static readonly JsonTemplate s_v1Beta1Ok = TemplateOf(AdmissionApi.V1Beta1, AdmissionStatus.Ok);

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
        => answer.Response is { Allowed: true, Warnings: null, AuditAnnotations: { Rules: null, Warnings: null, DryRun: null }, Status: var status }
            && (status is null || status == AdmissionStatus.Ok)
            ? answer.ApiVersion switch
            {
                AdmissionApi.V1 => status is null ? s_v1 : s_v1Ok,
                AdmissionApi.V1Beta1 => status is null ? s_v1Beta1 : s_v1Beta1Ok,
                _ => null,
            }
            : null;

    private static JsonTemplate TemplateOf(string apiVersion, AdmissionStatus? status)
    {
        const string Uid = "the uid", DecisionId = "the decision", PolicyVersion = "the version";
        var answer = new AdmissionAnswer(apiVersion, new(Uid, true, status, null, new(DecisionId, PolicyVersion)));
        return new(JsonSerializer.SerializeToUtf8Bytes(answer, AdmissionAnswerJson.Default.AdmissionAnswer), Uid, DecisionId, PolicyVersion);
    }
}
