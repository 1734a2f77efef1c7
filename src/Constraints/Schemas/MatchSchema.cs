using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Schemas;

/// <summary>The schemas of what all constraints have: <c>match</c> and the enforcement actions. The fields and patterns are Gatekeeper's;
/// <c>scope</c> is not held to its three values, because there a fourth means all.</summary>
internal static class MatchSchema
{
    /// <summary>The schema of <c>spec.match</c>.</summary>
    public static RegoObject Match { get; } = (RegoObject)RegoJson.Parse(
        $$"""
        {
          "type": "object",
          "description": "Which objects the constraint is about. All that is given must hold; without anything it is about all objects.",
          "properties": {
            "kinds": {
              "type": "array",
              "description": "Kinds of objects, of which one must be the object's.",
              "items": {
                "type": "object",
                "properties": {
                  "apiGroups": { "type": "array", "description": "Groups; \"\" is core and \"*\" all.", "items": { "type": "string" } },
                  "kinds": { "type": "array", "description": "Kinds; \"*\" is all.", "items": { "type": "string" } }
                }
              }
            },
            "scope": { "type": "string", "description": "Cluster for objects without a namespace, Namespaced for those with one, * for all." },
            "namespaces": {{Wildcards("Namespaces in which the object must be, with * at the beginning or the end for any text.")}},
            "excludedNamespaces": {{Wildcards("Namespaces in which the object must not be, with * at the beginning or the end for any text.")}},
            "labelSelector": {{Selector("Labels that the object must have.")}},
            "namespaceSelector": {{Selector("Labels that the object's namespace must have, or the object itself if it is a namespace.")}},
            "name": { "type": "string", "description": "The object's name, with * at the beginning or the end for any text.", "pattern": "{{Wildcard}}" },
            "source": {
              "type": "string",
              "description": "Original for objects of requests, Generated for those expanded from others, All for both.",
              "enum": ["All", "Generated", "Original"]
            }
          }
        }
        """);

    /// <summary>The schema of <c>spec.enforcementAction</c>.</summary>
    public static RegoObject EnforcementAction { get; } = (RegoObject)RegoJson.Parse(
        """{ "type": "string", "description": "What violations lead to: deny, warn, dryrun or scoped.", "default": "deny" }""");

    /// <summary>The schema of <c>spec.scopedEnforcementActions</c>.</summary>
    public static RegoObject ScopedEnforcementActions { get; } = (RegoObject)RegoJson.Parse(
        """
        {
          "type": "array",
          "description": "What violations lead to at which enforcement points, if enforcementAction is scoped.",
          "items": {
            "type": "object",
            "properties": {
              "action": { "type": "string" },
              "enforcementPoints": {
                "type": "array",
                "items": { "type": "object", "properties": { "name": { "type": "string" } } }
              }
            }
          }
        }
        """);

    // As it stands in JSON.
    private const string Wildcard = @"^\\*?[-:a-z0-9]*\\*?$";

    private static string Wildcards(string description)
        => $$"""{ "type": "array", "description": "{{description}}", "items": { "type": "string", "pattern": "{{Wildcard}}" } }""";

    private static string Selector(string description)
        => $$"""
        {
          "type": "object",
          "description": "{{description}}",
          "x-kubernetes-map-type": "atomic",
          "properties": {
            "matchLabels": { "type": "object", "additionalProperties": { "type": "string" } },
            "matchExpressions": {
              "type": "array",
              "x-kubernetes-list-type": "atomic",
              "items": {
                "type": "object",
                "required": ["key", "operator"],
                "properties": {
                  "key": { "type": "string" },
                  "operator": { "type": "string", "description": "In, NotIn, Exists or DoesNotExist." },
                  "values": { "type": "array", "x-kubernetes-list-type": "atomic", "items": { "type": "string" } }
                }
              }
            }
          }
        }
        """;
}
