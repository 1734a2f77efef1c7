namespace Bouncer.Rego.Text;

/// <summary>A place in a text for people: line and column, both from 1.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in code points, from 1.</param>
public readonly record struct LinePosition(int Line, int Column);
