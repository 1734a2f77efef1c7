using Bouncer.Rego.Builtins.Types;
using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling.Typing;

/// <summary>Fits terms to types and to each other; variables without a type get theirs from that.</summary>
internal sealed class TermUnifier(TypeScope scope)
{
    public bool Unify(Term a, RegoType? typeA, Term b, RegoType? typeB)
    {
        if (typeA is not null && typeB is not null)
        {
            return TypeOperations.Unifies(typeA, typeB);
        }

        if (typeB is not null)
        {
            return Unify(a, typeB, asUnion: false);
        }

        if (typeA is not null)
        {
            return Unify(b, typeA, asUnion: false);
        }

        return (a, b) switch
        {
            (ArrayTerm x, ArrayTerm y) => UnifyArrays(x, y),
            (ObjectTerm x, ObjectTerm y) => UnifyObjects(x, y),
            (ArrayTerm or ObjectTerm, VarTerm) => UnifyWithVariable(a, b),
            (VarTerm, ArrayTerm or ObjectTerm) => UnifyWithVariable(b, a),
            (VarTerm, VarTerm) => UnifyWithVariable(a, b),
            _ => false,
        };
    }

    public bool Unify(Term term, RegoType? type, bool asUnion)
    {
        if (type is null)
        {
            return false;
        }

        switch (term)
        {
            case ArrayTerm or ObjectTerm or SetTerm when TypeOperations.IsAny(type):
                foreach (var part in Parts(term))
                {
                    Unify(part, RegoType.Any, asUnion: true);
                }

                return true;
            case ArrayTerm or ObjectTerm or SetTerm when type is UnionType union:
                var fits = false;
                foreach (var part in union.Of)
                {
                    fits |= Unify(term, part, asUnion: true);
                }

                return fits;
            case ArrayTerm array:
                return type is ArrayType arrayType && UnifyArray(array, arrayType, asUnion);
            case ObjectTerm @object:
                return type is ObjectType objectType && UnifyObject(@object, objectType, asUnion);
            case SetTerm set:
                return type is SetType setType && set.Elements.All(e => Unify(e, setType.Of, asUnion));
            case VarTerm { Name: not ("input" or "data") } v:
                return UnifyVariable(v, type, asUnion);
            default:
                return TypeOperations.Unifies(scope.Of(term), type);
        }
    }

    private bool UnifyVariable(VarTerm variable, RegoType type, bool asUnion)
    {
        var known = scope.Variable(variable.Name);
        if (!asUnion && known is not null)
        {
            return TypeOperations.Unifies(known, type);
        }

        scope.Set(variable.Name, asUnion ? TypeOperations.Or(known, type)! : type);
        return true;
    }

    private bool UnifyWithVariable(Term a, Term variable)
        => Unify(a, RegoType.Any, asUnion: false) && Unify(variable, scope.Of(a), asUnion: false);

    private bool UnifyArrays(ArrayTerm a, ArrayTerm b)
    {
        if (a.Elements.Length != b.Elements.Length)
        {
            return false;
        }

        for (var i = 0; i < a.Elements.Length; i++)
        {
            if (!Unify(a.Elements[i], scope.Of(a.Elements[i]), b.Elements[i], scope.Of(b.Elements[i])))
            {
                return false;
            }
        }

        return true;
    }

    private bool UnifyObjects(ObjectTerm a, ObjectTerm b)
    {
        if (a.Pairs.Length != b.Pairs.Length)
        {
            return false;
        }

        var others = TermEquality.ValuesOf(b);
        foreach (var (key, value) in a.Pairs)
        {
            if (!others.TryGetValue(TermEquality.KeyOf(key), out var other) || !Unify(value, scope.Of(value), other, scope.Of(other)))
            {
                return false;
            }
        }

        return true;
    }

    private bool UnifyArray(ArrayTerm array, ArrayType type, bool asUnion)
    {
        if (array.Elements.Length != type.Static.Count && type.Dynamic is null)
        {
            return false;
        }

        for (var i = 0; i < array.Elements.Length; i++)
        {
            if (!Unify(array.Elements[i], i < type.Static.Count ? type.Static[i] : type.Dynamic, asUnion))
            {
                return false;
            }
        }

        return true;
    }

    private bool UnifyObject(ObjectTerm @object, ObjectType type, bool asUnion)
    {
        if (@object.Pairs.Length != type.Static.Count && type.DynamicValue is null)
        {
            return false;
        }

        foreach (var (key, value) in @object.Pairs)
        {
            if (key is not ScalarTerm scalar)
            {
                Unify(value, RegoType.Any, asUnion);
            }
            else if (!Unify(value, TypeOperations.Select(type, scalar), asUnion))
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<Term> Parts(Term composite) => composite switch
    {
        ArrayTerm array => array.Elements,
        SetTerm set => set.Elements,
        ObjectTerm @object => @object.Pairs.SelectMany(p => (Term[])[p.Key, p.Value]),
        _ => [],
    };
}
