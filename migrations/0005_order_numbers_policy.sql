-- The head of a buyer's own order numbers.
call kernel.one_party('order_numbers');
