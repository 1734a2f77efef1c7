using Bouncer.Constraints.Reading;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Schemas;

/// <summary>Reads <c>spec.crd.spec.validation</c> of templates.</summary>
internal static class ParametersReader
{
    /// <summary>The schema of the parameters; null if constraints may have none.</summary>
    /// <param name="validation">The field; null if there is none.</param>
    /// <param name="isLegacyByDefault">Whether a schema need not be structural unless <c>legacySchema</c> says otherwise: before v1.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="warnings">Takes what is ignored, and what only API servers check.</param>
    public static ParametersSchema? Read(FieldReader? validation, bool isLegacyByDefault, ProblemList problems, ICollection<string> warnings)
    {
        validation?.Only(Templates.TemplateFields.Unknown, "openAPIV3Schema", "legacySchema");
        var isLegacy = validation?.Boolean("legacySchema") ?? isLegacyByDefault;
        var schema = validation?.Object("openAPIV3Schema");
        if (schema is null && !isLegacy)
        {
            return null;
        }

        var path = schema?.Path ?? "spec.crd.spec.validation.openAPIV3Schema";
        try
        {
            var document = new SchemaPreparation(isLegacy, warnings).Prepare(schema?.Document ?? RegoObject.Empty, path);
            return new ParametersSchema(document, new SchemaReader(problems, warnings).Read(document, path, "for specified object fields"));
        }
        catch (InsufficientExecutionStackException)
        {
            problems.Add(ProblemCode.Schema, $"{path}: the schema nests too deeply", path);
            return null;
        }
    }
}

/// <summary>The schema of a template's parameters.</summary>
/// <param name="Document">As the CustomResourceDefinition gets it.</param>
/// <param name="Node">To check values with.</param>
internal sealed record ParametersSchema(RegoObject Document, SchemaNode Node);
