namespace Aspire.Hosting.Logging;

/// <summary>The logging categories of resources, named as Aspire names them: APPLICATION.Resources.RESOURCE.</summary>
internal static class ResourceLogCategory
{
    private const string Infix = ".Resources.";

    public static string Of(string applicationName, string resourceName) => applicationName + Infix + resourceName;

    /// <summary>The resource's name, or null for a category of something else.</summary>
    public static string? ResourceName(string category)
    {
        var infix = category.LastIndexOf(Infix, StringComparison.Ordinal);
        return infix < 0 ? null : category[(infix + Infix.Length)..];
    }
}
