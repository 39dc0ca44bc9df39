using System.Reflection;
using System.Runtime.CompilerServices;

namespace Vernier.Architecture.Tests.Api;

/// <summary>The lines of a type's members: public ones, and protected ones of types that users can derive from. Members that the compiler adds to records are omitted.</summary>
internal static class MemberLines
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Type type)
    {
        var owner = TypeNames.Of(type);
        if (type.IsSubclassOf(typeof(Delegate)))
            return [];
        if (type.IsEnum)
            return type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(member => $"{owner}.{member.Name} = {Parameters.Literal(member.GetRawConstantValue())}");
        return
        [
            .. type.GetConstructors(Declared).Where(IsSeen).Where(IsWritten).Select(constructor => $"{owner}.{type.Name.Split('`')[0]}{Parameters.Of(constructor)}"),
            .. type.GetMethods(Declared).Where(IsSeen).Where(IsWritten).Where(method => !IsAccessor(method)).Select(method => Method(owner, method)),
            .. type.GetProperties(Declared).Where(property => property.GetAccessors(true).Any(IsSeen) && property.Name != "EqualityContract").Select(property => Property(owner, property)),
            .. type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly).Select(field => Field(owner, field)),
            .. type.GetEvents(Declared).Where(happening => IsSeen(happening.AddMethod!)).Select(happening => $"{owner}.{happening.Name} : event {TypeNames.Of(happening.EventHandlerType!)}"),
        ];
    }

    private static bool IsSeen(MethodBase method) => method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    private static bool IsWritten(MethodBase method) => !method.IsDefined(typeof(CompilerGeneratedAttribute));

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static string Method(string owner, MethodInfo method)
    {
        var generic = method.GetGenericArguments();
        var names = generic is [] ? "" : $"<{string.Join(", ", generic.Select(argument => argument.Name))}>";
        return $"{owner}.{method.Name}{names}{Parameters.Of(method)}{Modifiers(method)}{Parameters.Constraints(generic)}";
    }

    private static string Property(string owner, PropertyInfo property)
    {
        var accessors = property.GetAccessors(true).Where(IsSeen).ToList();
        var formatted = accessors.Select(accessor => accessor == property.GetMethod ? "get;" : IsInit(accessor) ? "init;" : "set;");
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var index = property.GetIndexParameters() is [_, ..] parameters ? $"[{Parameters.List(parameters)}]" : "";
        return $"{owner}.{property.Name}{index} : {required}{TypeNames.Of(property)} {{ {string.Join(' ', formatted)} }}{Modifiers(accessors[0])}";
    }

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string Field(string owner, FieldInfo field)
    {
        var kind = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        var value = field.IsLiteral ? $" = {Parameters.Literal(field.GetRawConstantValue())}" : "";
        return $"{owner}.{field.Name} : {kind}{TypeNames.Of(field)}{value}";
    }

    private static string Modifiers(MethodInfo method)
    {
        var isOpen = method.IsVirtual && !method.IsFinal && !method.DeclaringType!.IsInterface;
        string[] modifiers = [method.IsPublic ? "" : "protected", method.IsStatic ? "static" : "",
            !isOpen ? "" : method.GetBaseDefinition() != method ? "override" : method.IsAbstract ? "abstract" : "virtual"];
        var formatted = string.Join(' ', modifiers.Where(modifier => modifier != ""));
        return formatted == "" ? "" : $" [{formatted}]";
    }
}
