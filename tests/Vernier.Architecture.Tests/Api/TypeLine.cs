using System.Reflection;
using System.Runtime.CompilerServices;

namespace Vernier.Architecture.Tests.Api;

/// <summary>The line of a type: <c>Name : kind base, interfaces where constraints</c>.</summary>
internal static class TypeLine
{
    public static string Of(Type type)
    {
        var declared = type.IsSubclassOf(typeof(Delegate))
            ? $"delegate {Parameters.Of(type.GetMethod("Invoke")!)}"
            : $"{Kind(type)} {string.Join(", ", Bases(type).Select(each => TypeNames.Of(each)))}".TrimEnd();
        return $"{TypeNames.Of(type)} : {declared}{Parameters.Constraints(type.GetGenericArguments())}";
    }

    private static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => "enum",
        { IsValueType: true } => (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") + (type.IsByRefLike ? "ref " : "") + (IsRecord(type) ? "record struct" : "struct"),
        { IsAbstract: true, IsSealed: true } => "static class",
        _ => (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + (IsRecord(type) ? "record" : "class"),
    };

    // The compiler generates this method for records only.
    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is { } print && print.IsDefined(typeof(CompilerGeneratedAttribute));

    private static IEnumerable<Type> Bases(Type type)
    {
        if (type.IsEnum)
            return [type.GetEnumUnderlyingType()];
        // Interfaces of the base type and of other interfaces are redundant, and so is the equality of records.
        var all = type.GetInterfaces();
        var brought = all.SelectMany(each => each.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []);
        var own = all.Except(brought).Where(each => each.IsVisible && !(IsRecord(type) && each.Name == "IEquatable`1")).OrderBy(each => TypeNames.Of(each), StringComparer.Ordinal);
        return type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? own.Prepend(parent) : own;
    }
}
