using Bouncer.Rego.Values;

namespace Bouncer.Rego.Yaml;

/// <summary>One document of a YAML text.</summary>
/// <param name="Value">What it holds.</param>
/// <param name="Line">The line on which its value begins, from 1.</param>
/// <param name="Index">Which of the text's documents it is, from 0; empty ones count.</param>
public sealed record YamlDocument(RegoValue Value, int Line, int Index);
