using System.Security.Cryptography;
using System.Text;

namespace Bouncer.Admission.Recording;

/// <summary>Keeps back what <see cref="Redaction"/> says.</summary>
public static class Redacting
{
    /// <summary>What stands in place of a reason.</summary>
    public const string Redacted = "(redacted)";

    private const int HashDigits = 16;

    /// <summary>Reads the value of the setting.</summary>
    /// <param name="text">The value; null if it is not set.</param>
    /// <param name="label">The setting, as messages name it.</param>
    /// <param name="problems">Takes the mistake, if there is one.</param>
    public static Redaction Parse(string? text, string label, ICollection<string> problems)
    {
        switch (text)
        {
            case null or "none":
                return Redaction.None;
            case "hash":
                return Redaction.Hash;
            case "omit":
                return Redaction.Omit;
            default:
                problems.Add($"{label} is \"{text}\". Write none, hash or omit.");
                return Redaction.Omit;
        }
    }

    /// <summary>A record without what is to be kept back.</summary>
    internal static ReviewRecord Redact(this ReviewRecord record, Redaction redaction) => redaction switch
    {
        Redaction.None => record,
        Redaction.Hash => record with
        {
            // Those beyond the limit are counted and never told (Bounded.List).
            Images = [.. record.Images.Select((image, i) => i < Bounded.MaxEntries ? Hash(image) : "")],
            Annotations = record.Annotations.Take(Bounded.MaxEntries).ToDictionary(a => a.Key, string? (a) => Hash(a.Value ?? "")),
            Reason = Reason(record),
        },
        _ => record with { Images = [], Annotations = ReviewRecord.NoAnnotations, Reason = Reason(record) },
    };

    private static string Reason(ReviewRecord record) => record.Reason.Length == 0 ? "" : Redacted;

    private static string Hash(string text)
        => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashDigits];
}
