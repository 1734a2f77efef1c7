using System.Text.RegularExpressions;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Aspire's rules for names of resources and endpoints, so that a name accepted here is accepted there.</summary>
internal static partial class ResourceName
{
    public static void Check(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length > 64 || !Valid().IsMatch(name))
        {
            throw new ArgumentException(
                $"'{name}' is not a name for a resource or an endpoint. Start with a letter, go on with letters, digits and single hyphens, at most 64 characters.",
                nameof(name));
        }
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*\z")]
    private static partial Regex Valid();
}
