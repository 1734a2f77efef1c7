namespace Bouncer.Rego.Builtins.GraphQl;

/// <summary>A place in GraphQL text, both from 1. Trees that came as Rego objects have none.</summary>
internal readonly record struct Place(int Line, int Column);

/// <summary>A GraphQL text or tree is not as it must be.</summary>
internal sealed class GraphQlException(string message) : Exception(message)
{
    /// <summary>A mistake at a place, worded as OPA words it.</summary>
    public static GraphQlException At(Place place, string what) => new($"{what} in GraphQL string at location {place.Line}:{place.Column}");
}
