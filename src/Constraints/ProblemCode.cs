namespace Bouncer.Constraints;

/// <summary>What kind of thing is wrong with a template or a constraint.</summary>
public enum ProblemCode
{
    /// <summary>The CustomResourceDefinition or its constraints cannot be created.</summary>
    Create,

    /// <summary>The change from the version that is in force cannot be made.</summary>
    Update,

    /// <summary>A field has a type that it cannot have, or there is no such field.</summary>
    Conversion,

    /// <summary>The Rego does not compile, or lacks what templates must have.</summary>
    Ingest,

    /// <summary>The Rego does not parse.</summary>
    Parse,

    /// <summary>A value breaks a rule.</summary>
    Invalid,

    /// <summary>The schema of a template is no structural schema, or a constraint does not fit its template's schema.</summary>
    Schema,

    /// <summary>It is known and not supported.</summary>
    Unsupported,

    /// <summary>The template of a constraint is not there.</summary>
    MissingTemplate,
}
