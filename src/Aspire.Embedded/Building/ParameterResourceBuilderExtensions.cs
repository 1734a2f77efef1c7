using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds parameters to an application.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a parameter with a value.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="value">Its value. As in Aspire, configuration does not override it.</param>
    /// <param name="publishValueAsDefault">Whether Aspire writes the value into a manifest. The embedded host does not publish.</param>
    /// <param name="secret">Whether the value must not be shown.</param>
    /// <returns>The parameter.</returns>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false)
    {
        _ = publishValueAsDefault;
        return builder.AddResource(new ParameterResource(name, value, secret));
    }
}
