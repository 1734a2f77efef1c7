using System.Text.Json.Serialization;

namespace Bouncer.Admission.Recording;

/// <summary>What the API server's audit log keeps of a decision. The API server puts a prefix before each key. A type and
/// no dictionary: its keys are known, and that halves what it costs to write an answer.</summary>
/// <param name="DecisionId">What identifies the decision.</param>
/// <param name="PolicyVersion">The version of the policy that decided.</param>
/// <param name="Rules">The names of the rules that decided, divided by commas; null if there are none.</param>
/// <param name="Warnings">What rules that warn had to say; null if nothing.</param>
/// <param name="DryRun">What rules on trial had to say; null if nothing.</param>
public sealed record AuditAnnotations(
    [property: JsonPropertyName("decision-id")] string DecisionId,
    [property: JsonPropertyName("policy-version")] string PolicyVersion,
    [property: JsonPropertyName("rules")] string? Rules = null,
    [property: JsonPropertyName("warnings")] string? Warnings = null,
    [property: JsonPropertyName("dryrun")] string? DryRun = null);
