using Bouncer.Rego;

namespace Bouncer.Constraints.Templates;

/// <summary>The Rego of a template.</summary>
/// <param name="Path">The field that holds the rules, such as <c>spec.targets[0].rego</c>.</param>
/// <param name="Rego">The rules.</param>
/// <param name="Libraries">What they import, with the fields that hold it.</param>
/// <param name="Version">The Rego it is written in.</param>
internal sealed record TemplateCode(string Path, string Rego, IReadOnlyList<(string Value, string Path)> Libraries, RegoVersion Version);
