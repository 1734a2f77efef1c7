namespace Bouncer.Constraints.Objects;

/// <summary>What names Kubernetes takes (k8s.io/apimachinery/pkg/util/validation).</summary>
internal static class ObjectNames
{
    /// <summary>The longest name of a label, a kind, and of a constraint.</summary>
    public const int MaxLength = 63;

    /// <summary>Whether a text is a DNS-1123 subdomain: labels of lower case letters, digits and '-', with dots between, at most 253
    /// characters.</summary>
    public static bool IsSubdomain(string text) => text.Length is > 0 and <= 253 && text.Split('.').All(IsLabel);

    /// <summary>Whether a text can be the kind of a CustomResourceDefinition: a DNS-1035 label but for upper case letters.</summary>
    public static bool IsKind(string text) => text.Length <= MaxLength && text.Length > 0 && char.IsAsciiLetter(text[0]) && IsLabel(text.ToLowerInvariant());

    private static bool IsLabel(string text)
        => text.Length > 0 && text[0] != '-' && text[^1] != '-' && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
