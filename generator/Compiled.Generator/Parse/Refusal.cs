using Microsoft.CodeAnalysis;

namespace Compiled.Generator.Parse;

/// <summary>Why an expression is not readable in row code, and what to write instead.</summary>
internal static class Refusal
{
    private const string UseStaticMethod = " Put it into a static method and call that.";

    public static string Of(IOperation operation) => operation.Kind switch
    {
        OperationKind.InterpolatedString or OperationKind.InterpolatedStringAddition or OperationKind.InterpolatedStringHandlerCreation =>
            "An interpolated string would allocate text for each row." + UseStaticMethod,
        OperationKind.SimpleAssignment or OperationKind.CompoundAssignment or OperationKind.CoalesceAssignment or OperationKind.DeconstructionAssignment =>
            "Row code only computes: an assignment has no place in it. Keep what changes in an aggregate or in Scan's accumulator.",
        OperationKind.Increment or OperationKind.Decrement =>
            "Row code only computes: ++ and -- change a variable. Keep what changes in an aggregate or in Scan's accumulator.",
        OperationKind.Await => "Row code cannot wait: it runs inside a loop over rows.",
        OperationKind.Throw => "A throw expression is not readable in row code." + UseStaticMethod,
        OperationKind.AnonymousFunction or OperationKind.DelegateCreation or OperationKind.MethodReference =>
            "A lambda inside a lambda is not readable in row code." + UseStaticMethod,
        OperationKind.LocalReference => "A local variable is not readable in row code: write its value in place, or make it a parameter of the query.",
        OperationKind.InstanceReference => "There is no instance in row code: queries are static, and so is what they call.",
        OperationKind.DynamicInvocation or OperationKind.DynamicMemberReference or OperationKind.DynamicIndexerAccess or OperationKind.DynamicObjectCreation =>
            "dynamic is resolved at run time, row code is compiled: use a static type.",
        OperationKind.ArrayCreation or OperationKind.CollectionExpression => "An array or collection would be allocated for each row." + UseStaticMethod,
        OperationKind.ArrayElementReference or OperationKind.ImplicitIndexerReference => "An element access is not readable in row code." + UseStaticMethod,
        OperationKind.DeclarationExpression => "A variable cannot be declared in row code." + UseStaticMethod,
        OperationKind.IsType or OperationKind.TypeOf => "Row code does not ask for types: rows are columns and have no type at run time.",
        OperationKind.EventReference => "An event is not readable in row code.",
        OperationKind.AddressOf => "Pointers are not readable in row code." + UseStaticMethod,
        _ => $"'{operation.Syntax}' is not readable in row code." + UseStaticMethod,
    };
}
