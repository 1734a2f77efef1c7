using Bouncer.Constraints.Reading;

namespace Bouncer.Constraints.Templates;

/// <summary>The fields of templates, and where those belong that are often indented wrongly.</summary>
internal static class TemplateFields
{
    /// <summary>Refuses unknown fields of templates.</summary>
    public static UnknownFields Unknown { get; } = new(new Dictionary<string, string>
    {
        ["crd"] = "spec.crd",
        ["targets"] = "spec.targets",
        ["names"] = "spec.crd.spec.names",
        ["shortNames"] = "spec.crd.spec.names.shortNames",
        ["validation"] = "spec.crd.spec.validation",
        ["openAPIV3Schema"] = "spec.crd.spec.validation.openAPIV3Schema",
        ["legacySchema"] = "spec.crd.spec.validation.legacySchema",
        ["rego"] = "spec.targets[].rego",
        ["libs"] = "spec.targets[].libs",
        ["code"] = "spec.targets[].code",
        ["operations"] = "spec.targets[].operations",
    });
}
